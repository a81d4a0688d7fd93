/** A program that runs one notebook: what a spec kills. Its arguments are the notebook and where the executed one goes. */
import { executeNotebook } from '../execute-notebook.ts';
import { outputText } from '../notebook-printer.ts';

const [notebook, output] = process.argv.slice(2);
await executeNotebook({
  notebook: notebook!,
  output: output!,
  onOutput: (event) => {
    if (event.type === 'output') process.stdout.write(outputText(event.output));
  },
});
