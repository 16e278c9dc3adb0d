import type { Field } from '../types';

/** Whether what stands in a list is called as people are, or as things: `{"herbs": [{"name": "Basil", "price": 2}]}`. */

/** Kinds of things, the last word of what a list of them or a choice among them is called. */
const KINDS = new Set(
  `algorithm alphabet animal approach aroma beverage biomarker brand breed category cheese city code color colour command condition country
county currency database db deficiency device diagnosis disease disorder distribution drink drug element emoji emotion environment
exercise feature feeling flavor flavour flower font food format formula formulation framework fruit function fungus game gem gemstone
gene generic genre gland lab herb hormone hue hurricane icon ingredient instrument kernel lang language layout lib library locale material
measure med medication medicine metal method metric mineral mode model module month mood movie muscle nutrient organism package palette
param parameter pattern pill plan planet plant platform plugin pose procedure product programming protocol questionnaire reflex
region scale scent schema score season shade shape sign size skill sku song spec species spice state status storm style supplement
symptom syndrome tea technique template test theme tier timezone tone tool topic town trade type tz unit vaccine variable vegetable version
virtue vitamin voice voicename weekday wine zone`.split(/\s+/),
);
/** In a list of these a record may be of the person who has it: `{"scores": [{"name": "Maria", "score": 12}]}`. */
const OF_SOMEBODY = new Set(
  `approach category city code command condition country county deficiency device diagnosis disease disorder drink emotion
environment exercise feature feeling food function game lab lang language layout measure method metric mode mood parameter param pattern
plan pose procedure region score season size skill song state status symptom test timezone tone topic town type unit variable weekday month
version zone technique`.split(/\s+/),
);
/** What things have and people have not, as keys beside a name. */
const OF_THINGS =
  /^(?:price|cost|unit price|currency|sku|upc|ean|gtin|barcode format|hex|rgb|rgba|hsl|calories|carbs|kcal|sodium|strength|dosage|dosage form|dose|ndc|rx ?norm|loinc|snomed|dim|dims|dimension|dimensions|semver|flavou?r|toxic|species|manufacturer|in stock|cutoff|max score|half life|schedule class|latin|latin name|botanical name|scientific name)$/i;
/** What people have, too: where one of them stands beside it a name is read as one, whatever else is there. */
const OF_PEOPLE =
  /(?:^| )(?:age|sex|gender|dob|birth|birthday|birthdate|born|mrn|ssn|phone|mobile|cell|fax|email|e mail|address|street|zip|patient|pt|client|member|resident|relation|relationship|role|title|first|last|family|given|surname|nickname|appointment|visit|admitted|room|bed|ward|allergies|diagnosis|dx|prescribed|prescriber|provider|physician|doctor|nurse|therapist|user|username|login|owner|author|contact|parent|guardian|mother|father|child|spouse)(?: |$)/i;

const lastWord = (name: string): string => name.slice(name.lastIndexOf(' ') + 1);

const singular = (word: string): string => (/(?:s|x|ch|sh)es$/.test(word) ? word.slice(0, -2) : word.replace(/(?<!s)s$/, ''));

/** The kind of thing that a name speaks of: of "herbs" a herb, of "voice" a voice, of "color scheme" none. */
function kindIn(name: string): string | undefined {
  const word = lastWord(name.toLowerCase().trim());
  return [word, singular(word), word.replace(/ies?$/, 'y')].find((one) => KINDS.has(one));
}

export const isKindOfThing = (name: string): boolean => kindIn(name) !== undefined;

/** Whether a name speaks of people, one or several. */
export function isOfPeople(name: string): boolean {
  const plain = name.replaceAll('_', ' ');
  return OF_PEOPLE.test(plain) || OF_PEOPLE.test(plain.replace(/s$/i, ''));
}

/** Whether the name of a record is that of a thing, by what the list is called that it stands in or by what stands beside it. */
export function isNameOfThing({ names, beside }: Field): boolean {
  if (names[0]?.toLowerCase() !== 'name' || beside.some(isOfPeople) || names.some(isOfPeople)) return false;
  // Below "products" the name is that of a "product", and called "product name".
  const outer = names[1]?.toLowerCase().endsWith(' name') === true ? names[1].slice(0, -' name'.length) : undefined;
  const kind = outer === undefined ? undefined : kindIn(outer);
  return (kind !== undefined && !OF_SOMEBODY.has(kind)) || beside.some((key) => OF_THINGS.test(key));
}
