/** What stands in for characters that Unicode does not take apart into ASCII by itself. */
const substitutes = new Map<string, string>(
  [
    ['"', "“”„‟«»″"],
    ["'", "‘’‚‛‹›′`´"],
    ["-", "‐‑‒–—―−─━┄┅┈┉╌╍═"],
    ["|", "│┃┆┇┊┋╎╏║¦"],
    ["+", "┌┍┎┏┐┑┒┓└┕┖┗┘┙┚┛├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┬┭┮┯┰┱┲┳┴┵┶┷┸┹┺┻┼╋╔╗╚╝╠╣╦╩╬╭╮╯╰"],
    ["*", "•‣∙●◆★☆✦✱✳⭐"],
    [".", "·‧∘○◇"],
    ["#", "█▓▒░■▪"],
    ["->", "→⇒➔➜"],
    ["<-", "←⇐"],
    ["^", "↑⇑▲△"],
    ["v", "↓⇓▼▽"],
    ["<", "◀◁"],
    [">", "▶▷❯"],
    ["<->", "↔"],
    ["x", "×✕✖✗✘"],
    ["/", "÷⁄∕╱"],
    ["\\", "╲"],
    ["ok", "✓✔✅"],
    ["<3", "♥❤"],
    ["ss", "ß"],
    ["SS", "ẞ"],
    ["ae", "æ"],
    ["AE", "Æ"],
    ["oe", "œ"],
    ["OE", "Œ"],
    ["o", "ø"],
    ["O", "Ø"],
    ["d", "đð"],
    ["D", "ĐÐ"],
    ["l", "ł"],
    ["L", "Ł"],
    ["i", "ı"],
    ["th", "þ"],
    ["Th", "Þ"],
    [" deg", "°"],
    ["EUR", "€"],
    ["GBP", "£"],
    ["(c)", "©"],
    ["(r)", "®"],
    [" ", "\u00a0"],
  ].flatMap(([plain = "", characters = ""]) => [...characters].map((character) => [character, plain] as const)),
);

/** Hardly seen by themselves: marks, joiners, selectors of a look, skin tones. */
const unseen = /[\p{M}\p{Cf}\p{Emoji_Modifier}]/gu;
const beyondAscii = /\P{ASCII}/gu;

/** The same in ASCII, as well as it can be told: quotes, dashes and frames plain, letters without accents, else `?`. */
export function asciiText(text: string): string {
  return text.replace(beyondAscii, (character) => substitutes.get(character) ?? takenApart(character));
}

function takenApart(character: string): string {
  const plain = character.normalize("NFKD").replace(unseen, "");
  return plain.replace(beyondAscii, (part) => substitutes.get(part) ?? "?");
}
