/** What a test of this `describe` writes by `console.error`, which shows none of it. */
export function useConsoleErrors(): () => string[] {
  let texts: string[];
  const { error } = console;
  beforeEach(() => {
    texts = [];
    console.error = (text: string) => texts.push(text);
  });
  afterEach(() => {
    console.error = error;
  });
  return () => texts;
}
