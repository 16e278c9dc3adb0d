import { NOTES_FOLDER, readDocuments } from '../eval/read-documents';

/**
 * Clinical documents of `characters` in all: the notes of fixtures again and again, with other digits each time, so that nothing that
 * remembers texts could shine.
 */
export function clinicalDocuments(characters: number): string[] {
  const notes = readDocuments([NOTES_FOLDER]).map(({ text }) => text);
  const documents: string[] = [];
  let total = 0;
  for (let round = 0; total < characters; round += 1) {
    for (const note of notes) {
      if (total >= characters) break;
      const document = note.replace(/[1-8]/g, (digit) => String(((Number(digit) + round - 1) % 8) + 1));
      documents.push(document);
      total += document.length;
    }
  }
  return documents;
}

/** One prompt of exactly `characters`, cut from the documents from `start` on. */
export function promptOf(documents: readonly string[], characters: number, start = 0): string {
  let prompt = '';
  for (let index = start; prompt.length < characters; index += 1) prompt += `${documents[index % documents.length] ?? ''}\n\n`;
  // A cut surrogate pair would be refused as invalid Unicode.
  return prompt.slice(0, characters).replace(/[\ud800-\udbff]$/, ' ');
}
