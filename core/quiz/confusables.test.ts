import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldLookAlikes } from "./confusables.ts";

describe("folding look-alikes", () => {
  it("turns whole alphabets of fakes into Latin", () => {
    expect(foldLookAlikes("АВСЕНІЈКМОРЅТХУ")).toBe("abcehijkmopstxy");
    expect(foldLookAlikes("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")).toBe("abezhikmnoptyx");
    expect(foldLookAlikes("ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ")).toBe("abcdefghijklmnoprstuvwxyz");
    expect(foldLookAlikes("ᎪᏴᏟᎠᎬᏀᎻᎥᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᎩᏃ")).toBe("abcdeghijklmprstvwyz");
    expect(foldLookAlikes("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ")).toBe("abcdefghijklmnoprstuvwyz");
    expect(foldLookAlikes("𝕬𝖻𝓬ｄⓔ⒡ᵍℍ🅘🆉🅰")).toBe("abcde(f)ghiza");
  });

  it("reads Greek capitals by their own look, not by that of their small letters", () => {
    expect(foldLookAlikes("Ν Η Υ")).toBe("n h y");
    expect(foldLookAlikes("ν η υ")).toBe("v n u");
  });

  it("removes accents and strokes, but no vowels of other scripts", () => {
    expect(foldLookAlikes("Éßøłđæ")).toBe("essoldae");
    expect(foldLookAlikes("नेहा")).toBe("नेहा");
    expect(foldLookAlikes("שָׁ")).toBe("שָׁ".normalize("NFKD"));
    expect(foldLookAlikes("น้ำ")).toBe("น้ำ".normalize("NFKD"));
  });

  it("leaves letters that look like nothing Latin", () => {
    expect(foldLookAlikes("жщюя λφψ 漢字 ひらかな")).toBe("жщюя λφψ 漢字 ひらかな");
  });

  it("ends: what is folded folds to itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const folded = foldLookAlikes(text);
        expect(foldLookAlikes(folded)).toBe(folded);
      }),
    );
  });

  it("folds every single character to something that stays", () => {
    const unstable: string[] = [];
    for (let code = 0; code < 0x20000; code++) {
      const folded = foldLookAlikes(String.fromCodePoint(code));
      if (foldLookAlikes(folded) !== folded) unstable.push(code.toString(16));
    }
    expect(unstable).toEqual([]);
  });
});
