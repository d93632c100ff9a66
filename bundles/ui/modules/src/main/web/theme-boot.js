// Puts the chosen theme on the page before anything is painted. A classic script: it must not wait.
(() => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    let choice = null;
    try {
      choice = localStorage.getItem('pharos.theme');
    } catch {
      // Storage may be forbidden; then the system decides.
    }
    const theme = choice === 'dark' || (choice !== 'light' && dark.matches) ? 'dark' : 'light';
    if (root.getAttribute('theme') !== theme) {
      root.setAttribute('theme', theme);
      dispatchEvent(new CustomEvent('pharos-theme', { detail: theme }));
    }
  };
  apply();
  dark.addEventListener('change', apply);
  addEventListener('storage', apply);
  addEventListener('pharos-theme-chosen', apply);
})();
