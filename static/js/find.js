/* The finder's boxes fetch what suggests names only when somebody turns to one. */
addEventListener("focusin", ({ target: { dataset } }) => dataset?.suggestions && import(dataset.suggestions));
