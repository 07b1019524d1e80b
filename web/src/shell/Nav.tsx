import { Menu, Tooltip, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Me } from '../api/types'
import { Avatar } from '../ui/Person'
import { Icon } from '../ui/Icon'
import { spoken } from '../ui/vocabulary'
import { Brand } from './Brand'
import classes from './Nav.module.css'
import { places } from './places'

interface Props {
  me: Me
  /** Only icons. */
  railed: boolean
  /** Numbers beside places, by path. */
  counts?: Record<string, number | undefined>
  onLeave: () => void
}

/** Nav leads to every screen; on a phone it is the bar at the bottom. */
export function Nav({ me, railed, counts = {}, onLeave }: Props) {
  return (
    <nav className={classes.nav} data-railed={railed || undefined} aria-label="Main">
      <div className={classes.brand}>
        <Brand />
        <span>Headgate</span>
      </div>
      {places.map(({ path, title, icon }) => (
        <Tooltip key={path} label={title} position="right" disabled={!railed}>
          <Link to={path} className={classes.link}>
            <Icon name={icon} size={16} />
            <span>{title}</span>
            {!!counts[path] && <span className={classes.count}>{counts[path]}</span>}
          </Link>
        </Tooltip>
      ))}
      <Account me={me} onLeave={onLeave} />
    </nav>
  )
}

function Account({ me, onLeave }: Pick<Props, 'me' | 'onLeave'>) {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const teams = me.teams.map(spoken).join(', ')
  return (
    <Menu position="top-start" width={200} shadow="md">
      <Menu.Target>
        <UnstyledButton className={classes.who}>
          <Avatar name={me.person.name} large />
          <span className={classes.name}>
            <span className="m nw">{me.person.name}</span>
            <span className="s11 t3 nw" title={teams}>
              {teams || me.person.organization}
            </span>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Colours</Menu.Label>
        {(['light', 'dark', 'auto'] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            leftSection={
              <Icon name={scheme === 'dark' ? 'moon' : scheme === 'light' ? 'sun' : 'half-disc'} />
            }
            rightSection={colorScheme === scheme && <Icon name="check" label="chosen" />}
            onClick={() => setColorScheme(scheme)}
          >
            {{ light: 'Light', dark: 'Dark', auto: 'As the system' }[scheme]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="leave" />} onClick={onLeave}>
          Log out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
