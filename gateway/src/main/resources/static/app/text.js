// Text that users and models wrote, made harmless for the eye.

/**
 * Characters that act on what stands around them instead of being seen: control characters (tab and line feed are
 * harmless), marks and overrides of the writing direction, what has no width, and tags.
 */
const ACTING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** The text with each such character named instead, such as ⟨U+202E⟩. */
export const visible = (text) => text.replace(ACTING,
  (character) => `⟨U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`);

/** Reads JSON; every text in it is made visible on the way in, so that no page has to think of it. */
export const readJson = (json) => JSON.parse(json, (_, value) => (typeof value === 'string' ? visible(value) : value));
