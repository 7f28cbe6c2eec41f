/** What a realm may hold at most. The reader refuses the rest, so that the world needs no limits of its own. */
export const REALM_FILE_MAX_CHARS = 512 * 1024;
export const YAML_ALIASES_MAX = 100;
/** More is not told: the first ones must be mended anyway. */
export const PROBLEMS_MAX = 100;

export const NAME_MAX_CHARS = 40;
export const TITLE_MAX_CHARS = 60;
export const DESCRIPTION_MAX_CHARS = 1_000;
export const LINE_MAX_CHARS = 300;
export const SCRIPT_MAX_CHARS = 16_384;

export const AREAS_MAX = 200;
export const EXITS_PER_AREA_MAX = 12;
export const SOLIDS_PER_AREA_MAX = 400;
export const DOORS_MAX = 200;
export const PROPS_MAX = 1_000;
export const ITEMS_MAX = 1_000;
export const NPCS_MAX = 200;
export const HABITS_PER_NPC_MAX = 8;
export const STOPS_MAX = 48;
export const LIGHTS_MAX = 400;
export const SCRIPTS_MAX = 100;
/** Kinds of news that one thing listens to, and all of a realm together. */
export const LISTENS_PER_THING_MAX = 8;
export const LISTENS_MAX = 64;

/** On each axis, from the origin: positions on the wire are bounded. */
export const COORDINATE_MAX_M = 1_000;
export const AREA_SIDE_MIN_M = 1;
export const AREA_SIDE_MAX_M = 128;
export const SHAPE_SIDE_MIN_M = 0.02;
export const SHAPE_SIDE_MAX_M = 64;
export const OPENING_MIN_M = 0.8;
export const OPENING_MAX_M = 12;
export const THING_MASS_MIN_KG = 0.01;
export const PROP_MASS_MAX_KG = 5_000;
export const ITEM_MASS_MAX_KG = 50;
export const LIGHT_REACH_MAX_M = 40;

/** Walls are built outside of an area's box and are this thick. */
export const WALL_M = 0.3;
/** What a body can step onto. */
export const STEP_MAX_M = 0.3;
export const BODY_RADIUS_M = 0.3;
export const BODY_HEIGHT_M = 1.8;
/** From one opening to the other, through the walls between two areas. */
export const PASSAGE_MAX_M = 1;
export const MINUTES_PER_DAY = 1_440;
