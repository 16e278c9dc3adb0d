/** IPv4 address: four decimal numbers of 0 to 255 without leading zeros (RFC 791; text form of RFC 6943 section 3.1.1). */
export function ipv4(value: string): boolean {
  const parts = value.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}
