/** What the word lists say of a word, as bits. */
export const FLAG = {
  notName: 1,
  drug: 2,
  eponym: 4,
  credential: 8,
  title: 16,
  /** A title that nothing but a name follows ("Dr"), so that a lower-case name is accepted too. */
  sureTitle: 32,
  kin: 64,
  role: 128,
  verb: 256,
  particle: 512,
  medical: 1024,
  medicalHead: 2048,
  functionWord: 4096,
  /** A verb of things as well ("works", "helped"). */
  verbOfThings: 16_384,
  /** A credential that is also a word or initials ("DO", "PT"). */
  ambiguousCredential: 8192,
} as const;
