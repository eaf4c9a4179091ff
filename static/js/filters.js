/* Addresses carry no empty values; going back finds the form as the list is. */
for (const form of document.querySelectorAll("form[role=search]")) {
  form.addEventListener("formdata", ({ formData }) => {
    const chosen = [...formData].filter(([, value]) => value);
    for (const name of [...formData.keys()]) formData.delete(name);
    for (const pair of chosen) formData.append(...pair);
  });
  addEventListener("pageshow", ({ persisted }) => persisted && form.reset());
}
addEventListener("focusin", ({ target: { dataset } }) => dataset?.suggestions && import(dataset.suggestions));
