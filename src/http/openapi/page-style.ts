/** The style of the page; its hash stands in the page's content security policy, so that no other style is taken. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --line: #d0d7de; --soft: #f6f8fa; --text: #1f2328; --faint: #59636e; --accent: #0a5ec0; }
@media (prefers-color-scheme: dark) {
  :root { --line: #3d444d; --soft: #151b23; --text: #e6edf3; --faint: #9198a1; --accent: #6cb2ff; }
}
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: Canvas; }
.layout { display: grid; grid-template-columns: 18rem minmax(0, 1fr); max-width: 80rem; margin: 0 auto; }
nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto; padding: 2rem 1rem; border-right: 1px solid var(--line); }
nav ul { list-style: none; margin: 0 0 1rem; padding: 0; }
nav a { display: block; padding: .15rem 0; overflow-wrap: anywhere; }
main { padding: 2rem; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
h1 { margin: 0; } h2 { margin: 3rem 0 1rem; } h3 { margin: 0; font-size: 1.1rem; overflow-wrap: anywhere; } h4 { margin: 1.25rem 0 .5rem; }
code, pre { font: .875em/1.5 ui-monospace, monospace; }
pre { padding: .75rem; overflow: auto; background: var(--soft); border: 1px solid var(--line); border-radius: 6px; }
section.operation { margin: 0 0 1.5rem; padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: 8px; }
.method { display: inline-block; min-width: 3.5rem; padding: 0 .4rem; border-radius: 4px; color: #fff; background: #1a7f37; font: 600 .8rem/1.6 ui-monospace, monospace; text-align: center; }
.method.get, .method.head { background: #0a5ec0; }
.faint { color: var(--faint); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { padding: .3rem .5rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
td code { overflow-wrap: anywhere; }
td.name { white-space: nowrap; }
th { white-space: nowrap; }
details { margin: .5rem 0; }
summary { cursor: pointer; }
.action { padding: 0 .35rem; border: 1px solid var(--line); border-radius: 4px; font: .8rem ui-monospace, monospace; }
@media (max-width: 50rem) { .layout { grid-template-columns: minmax(0, 1fr); } nav { position: static; max-height: none; border-right: 0; border-bottom: 1px solid var(--line); } main { padding: 1rem; } }
`;
