/* What the shop does in the browser. Every page works without it, too. */

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-dismiss]');
  if (button) {
    button.parentElement.remove();
  }
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  }
});

document.addEventListener('change', (event) => {
  const form = event.target.closest('form[data-submit-on-change]');
  if (form) {
    form.requestSubmit();
  }
});
