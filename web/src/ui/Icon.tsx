import classes from './Icon.module.css'
import { icons, type IconName } from './icons'

interface Props {
  name: IconName
  /** 12, 14 (default) or 16 px. */
  size?: 12 | 14 | 16 | 18
  /** What the icon says when no word stands beside it; without it the icon is decoration. */
  label?: string
  className?: string
}

/** Icon draws one icon in the colour of the text around it. */
export function Icon({ name, size = 14, label, className }: Props) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      className={className ? `${classes.icon} ${className}` : classes.icon}
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      dangerouslySetInnerHTML={{ __html: icons[name] }} // constants of this program
    />
  )
}
