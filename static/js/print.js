// Prints the page by a button, which is of no use without this.
const button = document.getElementById("print");
button.hidden = false;
button.addEventListener("click", () => window.print());
