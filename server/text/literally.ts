/** A text as a regular expression that matches it and nothing else. */
export function literally(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}/-]/g, '\\$&');
}
