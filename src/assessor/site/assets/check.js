// Checks an assessment in the reader's browser, from the bytes that are published and nothing else.
// The steps are told in the page on what checking proves; the formats are those of RFC 6962 and of C2SP
// tlog-proof, tlog-checkpoint and signed-note.
"use strict";

const text = new TextEncoder();
const utf8 = new TextDecoder("utf-8", { fatal: true });

class Failed extends Error {}

function fail(told) {
  throw new Failed(told);
}

function fromBase64(line) {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(line) || line.length % 4) fail(`“${line}” is no Base 64.`);
  const bytes = Uint8Array.from(atob(line), (letter) => letter.charCodeAt(0));
  if (toBase64(bytes) !== line) fail(`“${line}” is not how Base 64 is written.`);
  return bytes;
}

const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const same = (a, b) => a.length === b.length && a.every((byte, place) => byte === b[place]);

function join(...parts) {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

const hashLeaf = (data) => sha256(join(Uint8Array.of(0), data));
const hashNode = (left, right) => sha256(join(Uint8Array.of(1), left, right));

// RFC 6962, 2.1.1, as RFC 9162, 2.1.3.2 words it; sizes beyond 2^53 are not numbers that we can count.
async function rootFrom(leaf, index, size, proof) {
  if (index >= size) fail("The entry lies beyond the checkpoint.");
  let [at, last, hash] = [index, size - 1, leaf];
  for (const other of proof) {
    if (last === 0) fail("The proof is too long.");
    if (at % 2 === 1 || at === last) {
      hash = await hashNode(other, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    } else {
      hash = await hashNode(hash, other);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  if (last !== 0) fail("The proof is too short.");
  return hash;
}

function readReceipt(receipt) {
  const blank = receipt.indexOf("\n\n");
  if (blank < 0) fail("The receipt has no checkpoint.");
  const [first, extra, index, ...hashes] = receipt.slice(0, blank).split("\n");
  if (first !== "c2sp.org/tlog-proof@v1") fail("The receipt does not begin as one.");
  if (!extra?.startsWith("extra ")) fail("The receipt does not carry its entry.");
  const place = /^index (0|[1-9][0-9]{0,14})$/.exec(index ?? "");
  if (!place) fail("The receipt does not say where its entry stands.");
  const proof = hashes.map(fromBase64);
  if (proof.length > 63 || proof.some((hash) => hash.length !== 32)) fail("The receipt holds what is no hash.");
  return { entry: fromBase64(extra.slice(6)), index: Number(place[1]), proof, note: receipt.slice(blank + 2) };
}

function readCheckpoint(note) {
  const split = note.lastIndexOf("\n\n");
  if (split < 0 || !note.endsWith("\n")) fail("The checkpoint is no signed note.");
  const signed = note.slice(0, split + 1);
  const [origin, size, root] = signed.split("\n");
  if (!/^(0|[1-9][0-9]{0,14})$/.test(size ?? "")) fail("The checkpoint does not say its size.");
  const signatures = note.slice(split + 2, -1).split("\n").map((line) => {
    const found = /^— (\S+) (\S+)$/.exec(line);
    if (!found) fail("A line under the checkpoint is no signature.");
    return { name: found[1], bytes: fromBase64(found[2]) };
  });
  return { origin, size: Number(size), root: fromBase64(root ?? ""), signed: text.encode(signed), signatures };
}

async function readKey(line) {
  const [, name, id, encoded] = /^(\S+?)\+([0-9a-f]{8})\+(\S+)$/.exec(line.trim()) ?? fail("That is no verifier key.");
  const bytes = fromBase64(encoded);
  if (bytes.length !== 33 || bytes[0] !== 1) fail("The key is of another kind than Ed25519.");
  const hash = (await sha256(join(text.encode(name), Uint8Array.of(10), bytes))).slice(0, 4);
  if (toHex(hash) !== id) fail("The key’s own id does not fit it: a letter of it is wrong.");
  return { name, hash, point: bytes.slice(1) };
}

async function importEd25519(point) {
  try {
    return await crypto.subtle.importKey("raw", point, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return null;
  }
}

// The page carries its document deflated (RFC 1950, in Base 64).
async function unpack(packed) {
  const stream = new Blob([fromBase64(packed)]).stream().pipeThrough(new DecompressionStream("deflate"));
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    return fail("The document in this page cannot be unpacked.");
  }
}

// What the page says, by the names that the template gives; what the record says of the same.
function shown() {
  return Array.from(document.querySelectorAll("[data-said]"), (element) => [element.dataset.said, element.textContent.trim()]);
}

function stated(head, answer, document_, index) {
  const verdict = document_.verdict;
  const computed = answer.body.trajectory ?? "Insufficient evidence";
  const override = answer.body.override;
  const said = {
    actor: head.actor,
    as_of: head.body.as_of,
    cell: head.body.cell,
    computed,
    confidence: answer.body.confidence,
    entry: String(index),
    known_at: head.body.known_at,
    log_size: String(head.body.log_size),
    qualifiers: answer.body.qualifiers.join(", "),
    recorded_at: head.recorded_at,
    ruleset: head.body.ruleset,
    standing: answer.body.standing,
    trajectory: override?.in_force ? override.trajectory : computed,
    trend: answer.body.trend,
    alternatives: answer.body.alternatives.join(", "),
  };
  for (const one of verdict.dimensions ?? []) said[`dimension ${one.dimension}`] = one.status;
  return said;
}

async function proveOne({ text: receipt }, key, origin, tell) {
  const read = readReceipt(receipt);
  const leaf = await hashLeaf(read.entry);
  tell("good", "The entry", `Entry ${read.index} has ${read.entry.length.toLocaleString("en")} bytes; their leaf hash is ${toHex(leaf)}.`);
  const checkpoint = readCheckpoint(read.note);
  if (checkpoint.origin !== origin) fail(`The checkpoint is of log ${checkpoint.origin}, not of ${origin}.`);
  const root = await rootFrom(leaf, read.index, checkpoint.size, read.proof);
  if (!same(root, checkpoint.root)) fail(`The proof leads to ${toHex(root)}, and the checkpoint says ${toHex(checkpoint.root)}.`);
  tell("good", "The proof", `${read.proof.length} hashes lead to the root over ${checkpoint.size.toLocaleString("en")} entries, ${toHex(root)}.`);
  const verified = await verifySignature(checkpoint, key, tell);
  return { entry: JSON.parse(utf8.decode(read.entry)), index: read.index, verified };
}

async function verifySignature(checkpoint, key, tell) {
  if (key.name !== checkpoint.origin) fail(`The key is named ${key.name}, and the log ${checkpoint.origin}.`);
  const mine = checkpoint.signatures.filter((one) => one.name === key.name && same(one.bytes.slice(0, 4), key.hash));
  if (!mine.length) fail("That key did not sign the checkpoint.");
  const imported = await importEd25519(key.point);
  if (!imported) {
    tell("open", "The signature", "This browser cannot verify Ed25519; the command below can.");
    return false;
  }
  for (const one of mine) {
    const good = await crypto.subtle.verify("Ed25519", imported, one.bytes.slice(4), checkpoint.signed);
    if (!good) fail("The signature under the checkpoint is not that key’s.");
  }
  tell("good", "The signature", `The key of ${key.name} signed that root and size.`);
  return true;
}

async function check(tell) {
  if (!globalThis.crypto?.subtle) fail("This browser gives pages no cryptography here: open the page over https, or from a disk.");
  const data = JSON.parse(document.getElementById("check-data").textContent);
  const key = await readKey(document.getElementById("check-key").value);
  const proven = [];
  for (const receipt of data.receipts) proven.push(await proveOne(receipt, key, data.origin, tell));
  const head = proven[0];
  const answer = proven.at(-1).entry;
  const repeats = head.entry.body.repeats;
  if (proven.length !== (repeats === undefined ? 1 : 2) || (repeats !== undefined && proven[1].index !== repeats)) {
    fail("The receipts are not of the entries that they should be of.");
  }
  const bytes = await unpack(data.document.packed);
  const digest = `sha256:${toHex(await sha256(bytes))}`;
  if (digest !== answer.body.record) fail(`The document is ${digest}, and the entry names ${answer.body.record}.`);
  tell("good", "The record", `The document of ${bytes.length.toLocaleString("en")} bytes is the one that the entry names, ${digest}.`);
  const says = stated(head.entry, answer, JSON.parse(utf8.decode(bytes)), head.index);
  const rows = shown();
  for (const [name, value] of rows) {
    if (says[name] !== value) fail(`The page says “${value}” for ${name}, and the record “${says[name]}”.`);
  }
  if (!["trajectory", "as_of", "known_at", "ruleset", "entry"].every((name) => rows.some(([shownName]) => shownName === name))) {
    fail("The page lacks what it should say.");
  }
  tell("good", "The page", `${rows.length} things that it says are what the entry and its document say.`);
  await compareFiles(data.receipts, data.document.file, bytes, tell);
  return proven.every((one) => one.verified);
}

async function compareFiles(receipts, documentFile, bytes, tell) {
  if (!location.protocol.startsWith("http")) {
    tell("open", "The files", "From a disk a page cannot read the files beside it: compare them with the commands below.");
    return;
  }
  const files = receipts.map((one) => [one.file, text.encode(one.text), "the receipt"]);
  for (const [file, carried, what] of [...files, [documentFile, bytes, "the document"]]) {
    const answered = await fetch(file, { cache: "no-store" });
    if (!answered.ok) fail(`The file ${file} is not there.`);
    if (!same(new Uint8Array(await answered.arrayBuffer()), carried)) fail(`The file ${file} is not ${what} in this page.`);
  }
  tell("good", "The files", `${[...files.map(([file]) => file), documentFile].join(" and ")}: the same, to the byte.`);
}

function offerCheck(button) {
  const steps = document.getElementById("check-steps");
  const verdict = document.getElementById("check-verdict");
  const tell = (kind, name, told) => {
    const step = document.createElement("li");
    const head = document.createElement("b");
    step.className = kind;
    head.textContent = name;
    step.append(head, `: ${told}`);
    steps.append(step);
  };
  const end = (kind, told) => {
    verdict.className = kind;
    verdict.textContent = told;
  };
  document.getElementById("check-without").textContent = "";
  button.disabled = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    steps.replaceChildren();
    end("", "");
    try {
      const whole = await check(tell);
      if (whole) end("good", "It holds: this was recorded, and the page says what was recorded.");
      else end("open", "All holds that this browser can check; the signature is still to be checked.");
    } catch (error) {
      tell("bad", "It fails here", error instanceof Failed ? error.message : `What is published cannot be read: ${error}`);
      end("bad", "It does not hold: do not rely on this page.");
    }
    button.disabled = false;
  });
}

function tellAge(ended) {
  const days = Math.floor((Date.now() - Date.parse(ended.dateTime)) / 86_400_000);
  if (days >= 1) ended.insertAdjacentText("afterend", ` (${days} day${days === 1 ? "" : "s"} before you read this)`);
}

const button = document.getElementById("check-run");
if (button) offerCheck(button);
const ended = document.querySelector("[data-ended]");
if (ended) tellAge(ended);
