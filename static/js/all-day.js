/* An event of whole days is asked for its days alone: the boxes for its times turn into boxes for days, and back. */
document.addEventListener("DOMContentLoaded", () => {
  const tick = document.querySelector("#id_is_all_day");
  const boxes = ["#id_starts_at", "#id_ends_at"].map((box) => document.querySelector(box)).filter(Boolean);
  tick?.addEventListener("change", () => {
    for (const box of boxes) {
      const [day, time] = box.value.split("T");
      if (time) box.dataset.time = time;
      box.type = tick.checked ? "date" : "datetime-local";
      const help = document.querySelector(`#${box.id}_helptext > div`);
      if (help) help.textContent = tick.checked ? box.dataset.helpOfDays : box.dataset.helpOfTimes;
      box.value = day && !tick.checked ? `${day}T${box.dataset.time || "00:00"}` : day;
    }
  });
});
