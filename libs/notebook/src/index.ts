export { executeNotebook, type ExecutedNotebook, type ExecuteNotebookOptions } from './execute-notebook.ts';
export { errors as notebookErrors } from './errors.ts';
export type { CellPlace, NotebookEvent, OnOutput } from './events.ts';
export type { Cell, CodeCell, ErrorOutput, MimeBundle, Notebook, Output, TextCell } from './format/notebook.ts';
export { readNotebook, validateNotebook } from './format/read-notebook.ts';
export { notebookText, writeNotebook } from './format/write-notebook.ts';
export { findKernelspec, kernelNames, type Kernelspec } from './kernel/kernelspec.ts';
export { notebookPrinter, type NotebookPrinterOptions } from './notebook-printer.ts';
export type { Parameters, ParameterValue } from './parameters/render-parameters.ts';
