import { Button, createTheme, Modal, TextInput, Textarea, PasswordInput, Tooltip } from '@mantine/core'
import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core'
import button from './button.module.css'
import field from './field.module.css'

// Mantine asks for ten shades of its primary colour. Ours are the accent of
// tokens.css in the places Mantine reads (6 light, 4 dark) and its neighbours.
const ink: MantineColorsTuple = [
  '#e8eefc',
  '#d3defa',
  '#b7c8fb',
  '#a9beff',
  '#8fabff',
  '#5c7de8',
  '#2f55d4',
  '#2446b8',
  '#1c3796',
  '#152a73',
]

/** theme maps the design tokens to Mantine; the values themselves live in tokens.css. */
export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 6, dark: 4 },
  colors: { ink },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '14px', xl: '16px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '8px', xl: '14px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  defaultRadius: 'sm',
  focusRing: 'auto',
  respectReducedMotion: true,
  headings: { fontFamily: 'var(--font)', fontWeight: '600' },
  components: {
    Button: Button.extend({ defaultProps: { variant: 'default' }, classNames: button }),
    TextInput: TextInput.extend({ classNames: field }),
    PasswordInput: PasswordInput.extend({ classNames: field }),
    Textarea: Textarea.extend({ classNames: field, defaultProps: { autosize: true, minRows: 2 } }),
    Modal: Modal.extend({
      defaultProps: { transitionProps: { duration: 120 }, overlayProps: { backgroundOpacity: 0.4 } },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, withArrow: false } }),
  },
})

const both = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-3)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--border-strong)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-error': 'var(--bad-fg)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
}

/** cssVariables points the variables that Mantine components read at our tokens. */
export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: both, dark: both })
