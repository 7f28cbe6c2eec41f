import { describe, expect, it } from "vitest";
import { commands, options, type Verb } from "./codes.ts";
import { ECHO_ANSWER_MS } from "./input-echo.ts";
import {
  EARLY_EVENTS_MAX,
  FAULTS_MAX,
  KEEP_ALIVE_MS,
  NEGOTIATION_MS,
  PRESENCE_MS,
  TelnetConnection,
  type TelnetEvent,
} from "./telnet-connection.ts";

const { IAC, SB, SE, GA, NOP, AYT, IP, EC, EL } = commands;
const AO = 245;
const EOR_MARK = commands.EOR;
const { ECHO, SGA, TTYPE, EOR, NAWS, NEW_ENVIRON, CHARSET, MSSP, MCCP2, GMCP } = options;

type Part = number | string | Uint8Array;
const bytes = (...parts: Part[]) =>
  Uint8Array.from(
    parts.flatMap((part) => {
      if (typeof part === "number") return [part];
      return typeof part === "string" ? [...new TextEncoder().encode(part)] : [...part];
    }),
  );
const says = (verb: Verb, ...which: number[]) => bytes(...which.map((option) => bytes(IAC, commands[verb], option)));
const sub = (option: number, ...parts: Part[]) => bytes(IAC, SB, option, ...parts, IAC, SE);

/** A connection in time, and what it sends: the bytes as hex, and the text as far as it is text. */
class Peer {
  nowMs = 1_000;
  sent: number[] = [];
  marks: string[] = [];
  events: TelnetEvent[] = [];
  readonly connection: TelnetConnection;

  constructor() {
    const ports = {
      send: (sent: Uint8Array) => void this.sent.push(...sent),
      compressFromHere: () => void this.marks.push(`compressed from ${this.sent.length}`),
      plainFromHere: () => void this.marks.push("plain"),
      status: () => ({ NAME: "Skerry", PLAYERS: 2 }),
    };
    this.connection = new TelnetConnection(ports, this.nowMs);
  }

  say(...parts: Part[]): this {
    this.events.push(...this.connection.receive(bytes(...parts), this.nowMs));
    return this;
  }

  wait(ms: number): this {
    this.nowMs += ms;
    this.events.push(...this.connection.tick(this.nowMs));
    return this;
  }

  /** What was sent since this was last asked. */
  heard(): Uint8Array {
    return Uint8Array.from(this.sent.splice(0));
  }

  heardText(): string {
    return new TextDecoder().decode(this.heard());
  }

  get kinds(): string[] {
    return this.events.splice(0).map((event) => (event.kind === "line" ? `line ${event.text}` : event.kind));
  }
}

/** A client with nothing but telnet's grammar. */
function plainClient(): Peer {
  const peer = new Peer();
  peer.say(says("WONT", TTYPE, NAWS, NEW_ENVIRON), says("DONT", CHARSET, EOR, GMCP, MSSP, MCCP2));
  expect(peer.kinds).toEqual(["ready"]);
  peer.heard();
  return peer;
}

/** A MUD client with everything, as TinTin++ answers. */
function mudClient(): Peer {
  const peer = new Peer();
  peer.heard();
  peer.say(says("WILL", TTYPE, NAWS, NEW_ENVIRON), says("DO", CHARSET, EOR, GMCP));
  peer.say(sub(NAWS, 0, 100, 0, 40), sub(TTYPE, 0, "TINTIN++"), sub(TTYPE, 0, "xterm"), sub(TTYPE, 0, "MTTS 271"));
  peer.say(sub(CHARSET, 2, " UTF-8"), sub(NEW_ENVIRON, 0, 0, "CLIENT_NAME", 1, "TinTin++"));
  expect(peer.kinds).toEqual([]);
  peer.say(says("DO", MCCP2));
  expect(peer.kinds).toEqual(["ready"]);
  peer.heard();
  return peer;
}

describe("the beginning of a connection", () => {
  it("offers and asks at once, compression and suppressed go-ahead not among it", () => {
    const opening = bytes(says("DO", TTYPE, NAWS, NEW_ENVIRON), says("WILL", CHARSET, EOR, GMCP, MSSP));
    expect(new Peer().heard()).toEqual(opening);
  });

  it("finds out what the terminal can, and is ready once everything is answered", () => {
    expect(mudClient().connection.terminal).toEqual({
      columns: 100,
      rows: 40,
      colours: "true",
      utf8: true,
      screenReader: false,
      name: "TINTIN++",
    });
  });

  it("asks for types until one comes twice, and for no more than eight", () => {
    const peer = new Peer();
    peer.heard();
    peer.say(says("WILL", TTYPE), sub(TTYPE, 0, "XTERM"), sub(TTYPE, 0, "VT100"), sub(TTYPE, 0, "VT100"));
    const ask = sub(TTYPE, 1);
    expect(peer.heard()).toEqual(bytes(ask, ask, ask, says("WILL", MCCP2)));
    const other = new Peer();
    other.heard();
    other.say(says("WILL", TTYPE), ...Array.from({ length: 20 }, (_, i) => sub(TTYPE, 0, `TYPE-${i}`)));
    expect(other.heard()).toEqual(bytes(...Array(8).fill(ask), says("WILL", MCCP2)));
  });

  it("offers compression only after the terminal's type is known, and compresses right after its last byte", () => {
    const peer = new Peer();
    peer.say(says("DO", MCCP2), says("WILL", TTYPE), sub(TTYPE, 0, "MUDLET"));
    expect([...peer.heard()]).toContain(commands.WONT);
    expect(peer.marks).toEqual([]);
    peer.say(sub(TTYPE, 0, "MTTS 5"));
    expect(peer.heard()).toEqual(says("WILL", MCCP2));
    peer.say(says("DO", MCCP2));
    expect(peer.marks).toEqual(["compressed from 5"]);
    expect(peer.heard()).toEqual(sub(MCCP2));
  });

  it("ends compression when the client wants it to end, and does not begin again", () => {
    const peer = mudClient();
    peer.say(says("DONT", MCCP2));
    expect(peer.heard()).toEqual(says("WONT", MCCP2));
    peer.say(says("DO", MCCP2));
    expect(peer.heard()).toEqual(says("WONT", MCCP2));
    expect(peer.marks.map((mark) => mark.split(" ")[0])).toEqual(["compressed", "plain"]);
  });

  it("waits two seconds for answers and not longer; what was typed meanwhile comes then", () => {
    const peer = new Peer();
    expect(peer.connection.due()).toBe(peer.nowMs + NEGOTIATION_MS);
    peer.say("Anna\nlook\n").wait(NEGOTIATION_MS - 1);
    expect(peer.kinds).toEqual([]);
    peer.wait(1);
    expect(peer.kinds).toEqual(["ready", "line Anna", "line look"]);
  });

  it("keeps only so much until then", () => {
    const peer = new Peer();
    peer.say("x\n".repeat(EARLY_EVENTS_MAX + 1));
    expect(peer.events).toEqual([{ kind: "close", reason: "flood" }]);
    expect(peer.say("more\n").wait(10_000).events).toHaveLength(1);
  });

  it("tells a directory the server's status, once", () => {
    const peer = new Peer();
    peer.heard();
    peer.say(says("DO", MSSP));
    expect(peer.heard()).toEqual(sub(MSSP, 1, "NAME", 2, "Skerry", 1, "PLAYERS", 2, "2"));
    peer.say(says("DONT", MSSP), says("DO", MSSP));
    expect(peer.heard()).toEqual(bytes(says("WONT", MSSP), says("WILL", MSSP)));
  });

  it("refuses a browser in its own language, and reads nothing more", () => {
    const peer = new Peer();
    peer.heard();
    peer.say("POST / HTTP/1.1\r\nHost: x\r\n\r\nAnna\n");
    expect(peer.heardText()).toMatch(/^HTTP\/1\.1 400 Bad Request.*\r\n\r\nThis port speaks telnet/s);
    expect(peer.events).toEqual([{ kind: "close", reason: "http" }]);
  });
});

describe("the window", () => {
  it("may change at any time, also to a width of 255", () => {
    const peer = mudClient();
    peer.say(sub(NAWS, 0, 255, 255, 0, 40));
    expect(peer.kinds).toEqual(["resized"]);
    expect(peer.connection.terminal.columns).toBe(255);
    peer.say(sub(NAWS, 0, 255, 255, 0, 40));
    expect(peer.kinds).toEqual([]);
  });

  it("is believed only from a client that agreed to tell of it", () => {
    const peer = plainClient();
    peer.say(sub(NAWS, 0, 200, 0, 40));
    expect([peer.kinds, peer.connection.terminal.columns, peer.connection.faults]).toEqual([[], 80, 1]);
  });
});

describe("text", () => {
  it("is UTF-8 for clients that agreed to it, and ASCII for others", () => {
    const peer = mudClient();
    peer.connection.write("Ein “Grüß Gott” — 20 €");
    expect(peer.heardText()).toBe("Ein “Grüß Gott” — 20 €\r\n");
    const plain = plainClient();
    plain.connection.write("Ein “Grüß Gott” — 20 €");
    expect(plain.heardText()).toBe('Ein "Gruss Gott" - 20 EUR\r\n');
  });
});

describe("a terminal that is set by hand", () => {
  it("is as somebody wishes, whatever the client tells later", () => {
    const peer = plainClient();
    peer.connection.wish({ colours: 256, utf8: true });
    peer.connection.wish({ screenReader: true });
    peer.connection.write("\x1b[1mGrüße\x1b[0m");
    expect(peer.heardText()).toBe("\x1b[1mGrüße\x1b[0m\r\n");
    peer.say(says("WILL", NAWS), sub(NAWS, 0, 132, 0, 50));
    expect(peer.connection.terminal).toMatchObject({ columns: 132, colours: 256, utf8: true, screenReader: true });
    peer.connection.wish({ colours: null, utf8: false, screenReader: null });
    expect(peer.connection.terminal).toMatchObject({ colours: 0, utf8: false, screenReader: false });
    expect(peer.kinds).toEqual(["resized"]);
  });
});

describe("prompts", () => {
  it("are marked by EOR where it is agreed on, else by GA, unless that is suppressed; text is not marked", () => {
    const mud = mudClient();
    mud.connection.write("You see a lamp.");
    mud.connection.prompt("> ");
    expect(mud.heard()).toEqual(bytes("You see a lamp.\r\n> ", IAC, EOR_MARK));
    const plain = plainClient();
    plain.connection.prompt("> ");
    expect(plain.heard()).toEqual(bytes("> ", IAC, GA));
    plain.say(says("DO", SGA), "look\r\n");
    plain.heard();
    plain.connection.prompt("> ");
    expect(plain.heard()).toEqual(bytes("> "));
  });

  it("are not marked for what is no telnet client: it would show the mark", () => {
    const peer = new Peer();
    peer.wait(NEGOTIATION_MS).heard();
    peer.connection.prompt("> ");
    peer.connection.hideInput(true);
    peer.wait(KEEP_ALIVE_MS);
    expect(peer.heard()).toEqual(bytes("> "));
  });

  it("have what comes while they stand on a line of its own, and are not shown twice in a row", () => {
    const peer = plainClient();
    peer.connection.prompt("> ");
    peer.connection.prompt("> ");
    peer.connection.write("Ben comes in.");
    peer.connection.write("Ben waves.");
    peer.connection.prompt("> ");
    const mark = bytes(IAC, GA);
    expect(peer.heard()).toEqual(bytes("> ", mark, "\r\nBen comes in.\r\nBen waves.\r\n> ", mark));
    peer.connection.prompt("Answer: ");
    expect(peer.heard()).toEqual(bytes("\r\nAnswer: ", mark));
    peer.say("\r\n");
    peer.connection.prompt("Answer: ");
    expect(peer.heard()).toEqual(bytes("Answer: ", mark));
  });

  it("stand again below a notice, unless a line was typed since", () => {
    const peer = plainClient();
    peer.connection.prompt("> ");
    peer.connection.notice("Too fast.");
    peer.say("look\r\n");
    peer.connection.notice("Too fast.");
    const mark = bytes(IAC, GA);
    expect(peer.heard()).toEqual(bytes("> ", mark, "\r\nToo fast.\r\n> ", mark, "Too fast.\r\n"));
  });
});

describe("input that is to stay unseen", () => {
  it("is hidden by our promise to echo, which we then do not keep, but for the line's end", () => {
    const peer = plainClient();
    peer.connection.hideInput(true);
    expect(peer.heard()).toEqual(says("WILL", ECHO));
    peer.say(says("DO", ECHO), "open sesame\r\n");
    expect(peer.heard()).toEqual(bytes("\r\n"));
    expect(peer.kinds).toEqual(["line open sesame"]);
    peer.connection.hideInput(false);
    expect(peer.heard()).toEqual(says("WONT", ECHO));
  });

  it("is hidden a second time from a client that never confirms", () => {
    const peer = plainClient();
    peer.connection.hideInput(true);
    peer.say(says("DO", ECHO));
    peer.connection.hideInput(false);
    peer.heard();
    peer.connection.hideInput(true);
    expect(peer.heard()).toEqual(says("WILL", ECHO));
  });

  it("is seen again by a client that hides it without an answer", () => {
    const peer = plainClient();
    peer.connection.hideInput(true);
    peer.wait(ECHO_ANSWER_MS).say("open sesame\r\n");
    peer.connection.hideInput(false);
    expect(peer.heard()).toEqual(bytes(says("WILL", ECHO), says("WONT", ECHO)));
    peer.say(says("DO", ECHO), says("DONT", ECHO), "look\r\n");
    expect(peer.heard()).toEqual(bytes());
  });

  it("leaves no echo on where the answer comes late", () => {
    const peer = plainClient();
    peer.connection.hideInput(true);
    peer.connection.hideInput(false);
    peer.say(says("DO", ECHO), "look\r\n");
    expect(peer.heard()).toEqual(bytes(says("WILL", ECHO), says("WONT", ECHO)));
  });
});

describe("a client that sends every key and asks us to show them", () => {
  function keyClient(): Peer {
    const peer = plainClient();
    peer.say(says("DO", ECHO, SGA));
    expect(peer.heard()).toEqual(says("WILL", ECHO, SGA));
    return peer;
  }

  it("is shown what is typed and taken back", () => {
    const peer = keyClient();
    peer.say("l").say("x\x7f").say("ook\r").say("\0");
    expect(peer.heardText()).toBe("lx\b \book\r\n");
    expect(peer.kinds).toEqual(["line look"]);
  });

  it("is shown nothing while input is hidden, and again after it", () => {
    const peer = keyClient();
    peer.connection.hideInput(true);
    peer.say("secret\r\0");
    peer.connection.hideInput(false);
    peer.say("hi");
    expect(peer.heardText()).toBe("\r\nhi");
  });

  it("has what comes in the place of the prompt and of what is begun, and these below it", () => {
    const peer = keyClient();
    peer.connection.prompt("> ");
    peer.say("loß");
    expect(peer.heardText()).toBe("> loss");
    peer.connection.write("Ben comes in.");
    expect(peer.heardText()).toBe("\r      \rBen comes in.\r\n> loss");
    peer.connection.prompt("> ");
    expect(peer.heardText()).toBe("");
    peer.say("k\r");
    peer.connection.write("You see a lamp.");
    peer.connection.write("Ben waves.");
    expect(peer.heardText()).toBe("k\r\nYou see a lamp.\r\nBen waves.\r\n");
  });

  it("has what is begun on a line of its own where no prompt stands", () => {
    const peer = keyClient();
    peer.say("lo");
    peer.connection.write("Ben comes in.");
    peer.connection.prompt("> ");
    expect(peer.heardText()).toBe("lo\r  \rBen comes in.\r\nlo\r  \r> lo");
  });

  it("keeps a line that is too long to be wiped", () => {
    const peer = keyClient();
    peer.connection.prompt("> ");
    peer.say("x".repeat(78));
    peer.heard();
    peer.connection.write("Ben comes in.");
    expect(peer.heardText()).toBe(`\r\nBen comes in.\r\n> ${"x".repeat(78)}`);
  });
});

describe("commands", () => {
  it("AYT is answered, at most once a second", () => {
    const peer = plainClient();
    peer.say(
      ...Array<number>(20)
        .fill(IAC)
        .flatMap((iac) => [iac, AYT]),
    );
    expect(peer.heardText()).toBe("[Yes, Skerry is here.]\r\n");
    peer.wait(PRESENCE_MS).say(IAC, AYT);
    expect(peer.heardText()).not.toBe("");
  });

  it("EC takes back a character; EL and IP the line; the others mean nothing", () => {
    const peer = plainClient();
    peer.say("lookk", IAC, EC, IAC, NOP, IAC, AO, IAC, GA, IAC, 7, "\n");
    peer.say("nonsense", IAC, EL, "north\n", "drop all", IAC, IP, "up\n");
    expect(peer.kinds).toEqual(["line look", "line north", "line up"]);
    expect(peer.heard()).toEqual(bytes());
  });

  it("every timing mark is refused: telnet(1) shows nothing after Ctrl-C until it is", () => {
    const peer = plainClient();
    peer.say(says("DO", 6), says("DO", 6));
    expect(peer.heard()).toEqual(says("WONT", 6, 6));
  });

  it("a NOP goes out every half minute, also when the clock was late", () => {
    const peer = plainClient();
    const dueMs = peer.connection.due();
    peer.wait(dueMs - peer.nowMs - 1);
    expect(peer.heard()).toEqual(bytes());
    peer.wait(1);
    expect(peer.heard()).toEqual(bytes(IAC, NOP));
    peer.wait(10 * KEEP_ALIVE_MS);
    expect(peer.heard()).toEqual(bytes(IAC, NOP));
    expect(peer.connection.due()).toBe(peer.nowMs + KEEP_ALIVE_MS);
  });
});

describe("lines", () => {
  it("that are too long are told of, and the prompt stands again", () => {
    const peer = plainClient();
    peer.connection.prompt("> ");
    peer.heard();
    peer.say(`${"x".repeat(501)}\n`);
    expect(peer.heard()).toEqual(
      bytes("That line is too long and was not read: at most 500 characters.\r\n> ", IAC, GA),
    );
    expect(peer.kinds).toEqual([]);
  });
});

describe("GMCP", () => {
  it("answers a ping, and hands on what is not of Core", () => {
    const peer = mudClient();
    peer.say(sub(GMCP, "Core.Ping 20"), sub(GMCP, 'Char.Login {"name":"Anna"}'));
    expect(peer.heard()).toEqual(sub(GMCP, "Core.Ping"));
    expect(peer.events).toEqual([{ kind: "gmcp", name: "Char.Login", data: { name: "Anna" } }]);
  });

  it("hands on what it has noted of Core, since who plays may want to tell anew", () => {
    const peer = mudClient();
    peer.say(sub(GMCP, 'Core.Supports.Set ["Room 1"]'), sub(GMCP, "Core.Supports.Set 7"), sub(GMCP, "Core.KeepAlive"));
    expect(peer.events.map((event) => event.kind === "gmcp" && event.name)).toEqual([
      "Core.Supports.Set",
      "Core.KeepAlive",
    ]);
    expect(peer.connection.faults).toBe(1);
  });

  it("is not read from a client that has not agreed to it", () => {
    const peer = plainClient();
    peer.say(sub(GMCP, 'Char.Login {"name":"Anna"}'));
    expect([peer.kinds, peer.connection.faults]).toEqual([[], 1]);
  });

  it("goes to clients that want the package, and to no others", () => {
    const peer = mudClient();
    expect(peer.connection.gmcp("Room.Info", { num: 1 })).toBe(false);
    peer.say(sub(GMCP, 'Core.Supports.Set ["Room 1"]'));
    expect(peer.connection.gmcp("Room.Info", { name: "Öre" })).toBe(true);
    expect(peer.connection.gmcp("Char.Vitals", {})).toBe(false);
    expect(peer.heard()).toEqual(sub(GMCP, 'Room.Info {"name":"Öre"}'));
    peer.say(says("DONT", GMCP));
    expect(peer.connection.gmcp("Room.Info", {})).toBe(false);
  });

  it("gives a client its name, where nothing else did", () => {
    const peer = plainClient();
    peer.say(says("DO", GMCP), sub(GMCP, 'Core.Hello {"client":"Mudlet","version":"4"}'));
    expect(peer.connection.terminal.name).toBe("MUDLET");
  });
});

describe("abuse", () => {
  it("of subnegotiations ends the connection after a while", () => {
    const peer = mudClient();
    for (let i = 0; i < FAULTS_MAX; i++) peer.say(sub(GMCP, "{nonsense"));
    expect(peer.events).toEqual([]);
    peer.say(sub(NAWS, 1));
    expect(peer.events).toEqual([{ kind: "close", reason: "abuse" }]);
  });
});
