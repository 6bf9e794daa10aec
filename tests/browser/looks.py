"""What can be seen of a page by measuring it: scripts that return what is wrong, a line each."""

from __future__ import annotations

TOO_WIDE = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const wide = [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.right > root.clientWidth + 1 && box.left > -999;
  });
  return wide.slice(-3).map((one) => `wider than the screen: ${one.outerHTML.slice(0, 80)}`);
}"""

# The broadest lettering that a machine without ours may put for it, where there is one here.
BROADEST = """() => {
  const root = document.documentElement;
  root.style.setProperty("--sans", "DejaVu Sans, sans-serif");
  root.style.setProperty("--serif", "DejaVu Serif, serif");
  for (const text of document.querySelectorAll("svg text")) {
    const serif = getComputedStyle(text).fontFamily.includes("Georgia");
    text.style.fontFamily = serif ? "DejaVu Serif, serif" : "DejaVu Sans, sans-serif";
  }
}"""

# Labels of a chart that stand out of it, or over each other; boxes are of the glyphs as this browser has them.
CROWDED = """() => {
  const found = [];
  for (const svg of document.querySelectorAll("figure svg, .spark svg")) {
    const frame = svg.getBoundingClientRect();
    if (!frame.width) continue;
    const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim());
    const boxes = texts.map((text) => [text.textContent, text.getBoundingClientRect()]);
    for (const [said, box] of boxes) {
      const across = box.left < frame.left - 1 || box.right > frame.right + 1;
      if (across || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) found.push(`cut: ${said}`);
    }
    boxes.forEach(([said, a], place) => boxes.slice(place + 1).forEach(([other, b]) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const halo = said === other && Math.abs(a.left - b.left) < 1 && Math.abs(a.top - b.top) < 1;
      if (across > 1 && down > 4 && !halo) found.push(`over each other: ${said} / ${other}`);
    }));
    const drawn = [...svg.querySelectorAll("path, line, rect, circle")].filter((one) => {
      const box = one.getBoundingClientRect();
      return box.width > 0 || box.height > 0;
    });
    if (!drawn.length) found.push(`no marks: ${svg.textContent.slice(0, 40)}`);
    if (!svg.querySelector("title")?.textContent || !svg.querySelector("desc")?.textContent) found.push("no words");
  }
  return found;
}"""

# Labels and short words that are broken in the middle though a line would hold them, and boxes over each other.
BROKEN_WORDS = """() => {
  const found = [];
  const shown = (one) => one.getClientRects().length > 0;
  for (const one of document.querySelectorAll(".status, .tag, .outcome, .direction, .filters label, .mast a, th")) {
    if (!shown(one)) continue;
    for (const word of one.textContent.match(/[\\p{L}\\p{N}]{2,24}/gu) ?? []) {
      const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(word);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + word.length);
        const boxes = [...range.getClientRects()].filter((box) => box.width > 1);
        const lines = new Set(boxes.map((box) => Math.round(box.top)));
        if (lines.size > 1) found.push(`broken: ${word} in ${one.className || one.tagName}`);
        break;
      }
    }
  }
  const rows = ".tags, .marks, .filters fieldset, .mast, .neighbours, .contents ul, .facts > div";
  for (const row of document.querySelectorAll(rows)) {
    const boxes = [...row.children].filter(shown).map((one) => [one.textContent.trim(), one.getBoundingClientRect()]);
    boxes.forEach(([said, a], place) => boxes.slice(place + 1).forEach(([other, b]) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > 1) found.push(`over each other: ${said.slice(0, 30)} / ${other.slice(0, 30)}`);
    }));
  }
  return found;
}"""

# Text against the colours that lie under it (WCAG 2.2, 1.4.3): 4.5 to 1, and 3 to 1 for large print.
FAINT = """() => {
  const found = new Set();
  const part = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const colour = (text) => {
    const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3]));
  const under = (one) => {
    const layers = [];
    for (let at = one; at; at = at.parentElement) {
      const top = colour(getComputedStyle(at).backgroundColor);
      if (top[3] > 0) layers.push(top);
      if (top[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
  };
  const seen = new Map();
  for (const one of document.querySelectorAll("main *, header *, footer *")) {
    const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || one.closest("svg, script, :disabled") || !one.getClientRects().length) continue;
    const style = getComputedStyle(one);
    const below = under(one);
    const key = `${style.color} ${below} ${style.fontSize} ${style.fontWeight}`;
    if (seen.has(key)) continue;
    seen.set(key, true);
    const [a, b] = [light(over(colour(style.color), below)), light(below)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) found.add(`faint, ${ratio.toFixed(2)}: ${one.textContent.trim().slice(0, 40)}`);
  }
  for (const one of document.querySelectorAll("figure svg text")) {
    const fill = colour(getComputedStyle(one).fill);
    const below = under(one.ownerSVGElement.parentElement);
    const [a, b] = [light(fill), light(below)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const isOnMark = ratio < 1.1;  // in the colour of the paper, on a mark of its own
    const isHalo = getComputedStyle(one).stroke !== "none";
    if (!isOnMark && !isHalo && ratio < 4.5) found.add(`faint in a chart, ${ratio.toFixed(2)}: ${one.textContent}`);
  }
  return [...found];
}"""

OPEN = """() => document.querySelectorAll("details").forEach((one) => (one.open = true))"""

# Links that lead nowhere on the page, ids that are there twice, links and fields without a name.
UNREACHABLE = """() => {
  const found = [];
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  ids.filter((id, place) => ids.indexOf(id) !== place).forEach((id) => found.push(`twice: ${id}`));
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    if (!document.getElementById(link.hash.slice(1))) found.push(`leads nowhere: ${link.hash}`);
  }
  return found;
}"""

# Of lists and trees whose members are alike the first few stay: axe looks at every element with every other.
FEWER = """() => document.querySelectorAll(
  ".backlog > li:nth-child(n+6), #reasons > details:nth-of-type(n+4), #why-not > details:nth-of-type(n+2)," +
  ".rule:nth-of-type(n+6), .moves > li:nth-child(n+3), .records tr:nth-child(n+6), .log > li:nth-child(n+4)"
).forEach((one) => one.remove())"""

# A page without its data: what the check reads, and the pictures.
WEIGHT = """() => {
  const copy = document.documentElement.cloneNode(true);
  copy.querySelectorAll("script[type='application/json']").forEach((one) => one.remove());
  return new TextEncoder().encode(copy.outerHTML).length;
}"""

# Whatever takes the keyboard's focus without showing it.
UNSEEN = """() => {
  const found = [];
  for (const one of document.querySelectorAll("a[href], button, summary, input, [tabindex='0']")) {
    if (!one.checkVisibility() || one.disabled) continue;
    one.focus({ focusVisible: true, preventScroll: true });
    const shows = [one, one.nextElementSibling].filter((at) => at && getComputedStyle(at).outlineStyle !== "none");
    if (document.activeElement !== one || !shows.length) found.push(`focus unseen: ${one.textContent.slice(0, 40)}`);
  }
  return found;
}"""

# Numbers what the Tab key should reach: of a group of radio buttons, the one that is chosen.
NUMBER = """() => {
  const all = [...document.querySelectorAll("a[href], button:enabled, summary, input, [tabindex='0']")].filter(
    (one) => one.checkVisibility() && one.tabIndex >= 0 && (one.type !== "radio" || one.checked),
  );
  all.forEach((one, place) => (one.dataset.place = place));
  return all.length;
}"""
