/**
 * Letters that pass for others, after Unicode Technical Standard #39 (confusables), by hand: the scripts
 * that people mix into Latin to fake a name, not all 6,000 pairs. Latin letters come first; the last rows
 * are digits, then Kana that pass for Han and Kana for Kana. Strokes and hooks count as decoration, as
 * accents do.
 */
const lookAlikes: Record<string, string> = {
  a: "аαɑᴀⲁᎪꓮᗅᗩ⍺",
  ae: "æ",
  b: "вьβʙⲃᏴᏏꓐᗷᑲɓƀ",
  c: "сϲᴄⲥᏟꓚᑕ",
  d: "ԁᴅᎠᏧꓓꓒᗞᑯđɗɖð",
  e: "еεɛᴇⲉᎬꓰҽ℮",
  f: "ƒꜰꓝᖴϝ",
  g: "ɡɢԍցᏀᏳꓖɠǥ",
  h: "һнʜհⲏᎻᏂꓧᕼħɦ",
  i: "іıιɩɪⲓᎥꓲɨ",
  j: "јϳᴊᎫꓙᒍɉȷʝ",
  k: "кκᴋĸⲕᏦꓗᛕƙ",
  l: "ӏլʟⳑᏞꓡᒪǀ|∣丨וا١۱ߊłƚɫɭ",
  m: "мμᴍⲙᎷꓟᗰ",
  n: "ηոɴⲛꓠᑎɲƞŋ",
  o: "оοσςᴏօⲟꓳⵔჿ〇০סهہە٥۵०੦૦୦௦౦೦൦๐໐ဝ၀ഠଠøɵ",
  oe: "œ",
  p: "рρᴘⲣᏢꓑᑭ⍴ƥ",
  q: "ԛզգᑫɋʠ",
  r: "гʀᴦᎡᏒꓣᖇɍɾ",
  s: "ѕտꜱᏚᏕꓢʂ",
  t: "тτᴛⲧᎢꓔ⊤⟙ŧƭʈ",
  u: "υսᴜꓴᑌʋʉ∪⋃",
  v: "νѵᴠᏙꓦᐯ∨⋁٧۷",
  w: "ԝաωѡɯᴡᎳᏔꓪ",
  x: "хχⲭꓫ᙭ᕁ×⨯╳",
  y: "уүγʏⲩყɣᎩᎽꓬɏƴ",
  z: "ᴢζⲍᏃꓜƶȥ",
  3: "зӡʒȝ",
  4: "чᏎ",
  6: "бᏮ",
  8: "৪ȣ",
  一: "ー",
  二: "ニ",
  力: "カ",
  卜: "ト",
  口: "ロ囗",
  夕: "タ",
  工: "エ",
  八: "ハ",
  へ: "ヘ",
  り: "リ",
};

/** Capitals that look like another Latin letter than their small form does: Greek Ν is an N, ν is a v. */
const capitals = new Map([
  ["Η", "h"],
  ["Ν", "n"],
  ["Υ", "y"],
]);

/** White letters on black discs and squares (🅐, 🅰): symbols without a decomposition. */
const FIRST_DISC = 0x1f150;
const FIRST_SQUARE = 0x1f170;

const table = build();

function build(): Map<string, string> {
  const map = new Map<string, string>();
  for (const [plain, others] of Object.entries(lookAlikes)) {
    for (const other of others) map.set(caseFold(other), plain);
  }
  for (let i = 0; i < 26; i++) {
    const letter = String.fromCharCode(0x61 + i);
    map.set(String.fromCodePoint(FIRST_DISC + i), letter);
    map.set(String.fromCodePoint(FIRST_SQUARE + i), letter);
  }
  return map;
}

/** Up and down again brings together what lower case alone keeps apart, as ß and ss; the last ς of a word is a σ. */
function caseFold(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ");
}

/**
 * Compatibility forms resolved, and the accents of Latin, Greek and Cyrillic removed. Marks of other
 * scripts stay: there they are vowels.
 */
function bare(text: string): string {
  return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
}

/**
 * The text with everything that passes for a Latin letter turned into that letter, in lower case and
 * without accents; what looks like nothing Latin stays. For comparing, never for showing.
 *
 * Case folding comes after the Greek capitals of {@link capitals}: a Greek name in capitals and the same
 * name in small letters may fold to different texts.
 */
export function foldLookAlikes(text: string): string {
  let upright = "";
  for (const character of bare(text)) upright += capitals.get(character) ?? character;
  let folded = "";
  for (const character of bare(caseFold(upright))) folded += table.get(character) ?? character;
  return folded;
}
