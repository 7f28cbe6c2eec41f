const shapes = [
  <path key="a" d="M12 3 22 21H2Z" />,
  <path key="b" d="M12 1 23 12 12 23 1 12Z" />,
  <circle key="c" cx="12" cy="12" r="10.5" />,
  <path key="d" d="M2.5 2.5h19v19h-19Z" />,
];

/** The shape of an option: told apart without its colour. */
export function OptionShape({ option }: { option: number }) {
  return (
    <svg class="shape" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {shapes[option]}
    </svg>
  );
}
