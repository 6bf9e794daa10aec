// Verify checks an exported log with golang.org/x/mod/sumdb, which knows nothing of Assessor.
//
//	verify FOLDER VKEY [PROOFS]
//
// It opens the checkpoint with the key, rebuilds the root from the entries in the bundles, reads
// the tiles through tlog's own authenticating reader, and checks every proof in PROOFS, if given, a
// file as `log prove --json` prints it, one object a line. It prints the size and the root.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// A proof is one of inclusion where Index is present, else one of consistency.
type proof struct {
	Index      *int64   `json:"index"`
	Size       int64    `json:"size"`
	LeafHash   string   `json:"leaf_hash"`
	Root       string   `json:"root"`
	FirstSize  int64    `json:"first_size"`
	SecondSize int64    `json:"second_size"`
	FirstRoot  string   `json:"first_root"`
	SecondRoot string   `json:"second_root"`
	Proof      []string `json:"proof"`
}

// folder reads the tiles of an export; tlog has the height in its paths, C2SP tlog-tiles does not.
type folder string

func (f folder) Height() int { return height }

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range tiles {
		data, err := f.read(strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

func (f folder) read(name string) ([]byte, error) {
	return os.ReadFile(filepath.Join(string(f), name))
}

// readEntries returns the bytes of every entry, from the bundles.
func (f folder) readEntries(size int64) ([][]byte, error) {
	var entries [][]byte
	for int64(len(entries)) < size {
		width := size - int64(len(entries))
		if width > 1<<height {
			width = 1 << height
		}
		tile := tlog.Tile{H: height, L: -1, N: int64(len(entries)) >> height, W: int(width)}
		data, err := f.read(strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1))
		if err != nil {
			return nil, err
		}
		for ; width > 0; width-- {
			if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
				return nil, fmt.Errorf("%s: it ends within an entry", tile.Path())
			}
			end := 2 + int(binary.BigEndian.Uint16(data))
			entries = append(entries, data[2:end])
			data = data[end:]
		}
		if len(data) > 0 {
			return nil, fmt.Errorf("%s: something follows its last entry", tile.Path())
		}
	}
	return entries, nil
}

// openCheckpoint returns the tree that a signed checkpoint is of.
func (f folder) openCheckpoint(vkey string) (tlog.Tree, error) {
	var tree tlog.Tree
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tree, err
	}
	data, err := f.read("checkpoint")
	if err != nil {
		return tree, err
	}
	opened, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		return tree, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return tree, errors.New("checkpoint: it does not have three lines, the first its origin")
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tree, errors.New("checkpoint: its root is no hash")
	}
	copy(tree.Hash[:], root)
	return tree, nil
}

// rebuildRoot returns the root over entries, and a reader of all hashes below it.
func rebuildRoot(entries [][]byte) (tlog.Hash, tlog.HashReader, error) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var found []tlog.Hash
		for _, index := range indexes {
			found = append(found, stored[index])
		}
		return found, nil
	})
	for index, entry := range entries {
		hashes, err := tlog.StoredHashes(int64(index), entry, reader)
		if err != nil {
			return tlog.Hash{}, nil, err
		}
		stored = append(stored, hashes...)
	}
	root, err := tlog.TreeHash(int64(len(entries)), reader)
	return root, reader, err
}

func parseHash(text string) (hash tlog.Hash, err error) {
	data, err := hex.DecodeString(strings.TrimPrefix(text, "sha256:"))
	if err == nil && len(data) != tlog.HashSize {
		err = fmt.Errorf("%q is no hash", text)
	}
	copy(hash[:], data)
	return hash, err
}

// check checks one proof of ours, and compares it with the one that tlog makes itself from our tiles.
func (p proof) check(tiles tlog.HashReader, entries [][]byte) error {
	var given []tlog.Hash
	for _, text := range p.Proof {
		hash, err := parseHash(text)
		if err != nil {
			return err
		}
		given = append(given, hash)
	}
	var own []tlog.Hash
	if p.Index != nil {
		leaf := tlog.RecordHash(entries[*p.Index])
		if root, err := parseHash(p.Root); err != nil {
			return err
		} else if err := tlog.CheckRecord(given, p.Size, root, *p.Index, leaf); err != nil {
			return err
		}
		made, err := tlog.ProveRecord(p.Size, *p.Index, tiles)
		if err != nil {
			return err
		}
		own = made
	} else {
		first, err := parseHash(p.FirstRoot)
		if err != nil {
			return err
		}
		second, err := parseHash(p.SecondRoot)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(given, p.SecondSize, second, p.FirstSize, first); err != nil {
			return err
		}
		made, err := tlog.ProveTree(p.SecondSize, p.FirstSize, tiles)
		if err != nil {
			return err
		}
		own = made
	}
	if fmt.Sprint(own) != fmt.Sprint(given) {
		return errors.New("it is another proof than tlog makes from the tiles")
	}
	return nil
}

// checkAll checks every proof in a file.
func checkAll(path string, tiles tlog.HashReader, entries [][]byte) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var given proof
		if err := json.Unmarshal(lines.Bytes(), &given); err != nil {
			return err
		}
		if err := given.check(tiles, entries); err != nil {
			return fmt.Errorf("proof %s: %w", lines.Text(), err)
		}
	}
	return lines.Err()
}

func run(path, vkey string, proofs []string) error {
	export := folder(path)
	tree, err := export.openCheckpoint(vkey)
	if err != nil {
		return err
	}
	entries, err := export.readEntries(tree.N)
	if err != nil {
		return err
	}
	root, hashes, err := rebuildRoot(entries)
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return fmt.Errorf("the entries have the root %v, the checkpoint says %v", root, tree.Hash)
	}
	tiles := tlog.TileHashReader(tree, export)
	for index := range entries {
		place := []int64{tlog.StoredHashIndex(0, int64(index))}
		fromTiles, err := tiles.ReadHashes(place)
		if err != nil {
			return err
		}
		fromEntries, err := hashes.ReadHashes(place)
		if err != nil {
			return err
		}
		if !bytes.Equal(fromTiles[0][:], fromEntries[0][:]) {
			return fmt.Errorf("entry %d: its tile has another hash", index)
		}
	}
	for _, file := range proofs {
		if err := checkAll(file, tiles, entries); err != nil {
			return err
		}
	}
	fmt.Printf("%d %x\n", tree.N, tree.Hash[:])
	return nil
}

func main() {
	if len(os.Args) < 3 || len(os.Args) > 4 {
		fmt.Fprintln(os.Stderr, "usage: verify FOLDER VKEY [PROOFS]")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
