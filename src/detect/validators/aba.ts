/**
 * ABA routing transit number: nine digits, weights 3-7-1, prefix 00-12, 21-32, 61-72 or 80 (American Bankers Association, "Routing
 * number policy").
 */
export function aba(value: string): boolean {
  const digits = value.replace(/[ -]/g, '');
  if (!/^(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)\d{7}$/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < 9; index++) sum += (digits.charCodeAt(index) - 48) * ([3, 7, 1][index % 3] ?? 0);
  return sum > 0 && sum % 10 === 0;
}
