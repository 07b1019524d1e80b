// The types of the HTTP API, version 1, under the names the pages use. They
// are generated from its OpenAPI document (npm run schema), so a page that
// reads what the server does not send does not compile.
//
// Instants are RFC 3339 in UTC; lists are never null.

import type { components } from './schema'

type Schemas = components['schemas']

/** Instant is RFC 3339 in UTC. */
export type Instant = string

export type ActView = Schemas['ActView']
export type Blob = Schemas['Blob']
export type CallView = Schemas['CallView']
export type CaseSummary = Schemas['CaseSummary']
export type CaseView = Schemas['CaseView']
export type Clock = Schemas['Clock']
export type CommandRequest = Schemas['CommandRequest']
export type CommandResult = Schemas['CommandResult']
export type DeliverableDef = Schemas['DeliverableDef']
export type CriterionView = Schemas['CriterionView']
export type DeliverableView = Schemas['DeliverableView']
export type DemoPerson = Schemas['DemoPerson']
export type FactView = Schemas['FactView']
export type FormField = Schemas['FormField']
export type GrantView = Schemas['GrantView']
export type Graph = Schemas['Graph']
export type GraphBand = Schemas['GraphBand']
export type GraphEdge = Schemas['GraphEdge']
export type GraphLane = Schemas['GraphLane']
export type GraphNode = Schemas['GraphNode']
export type HandoffView = Schemas['HandoffView']
export type InboxItem = Schemas['InboxItem']
export type LadderView = Schemas['LadderView']
export type LinkedChange = Schemas['LinkedChange']
export type LogEntry = Schemas['LogEntry']
export type Me = Schemas['Me']
export type ModelChange = Schemas['ModelChange']
export type ModelDiff = Schemas['ModelDiff']
export type ModelSummary = Schemas['ModelSummary']
export type ModelView = Schemas['ModelView']
export type NamedJSON = Schemas['NamedJSON']
export type OverlayView = Schemas['OverlayView']
export type ParamView = Schemas['ParamView']
export type Person = Schemas['Person']
export type PhaseCell = Schemas['PhaseCell']
export type Point = Schemas['Point']
export type Problem = Schemas['Problem']
export type RACI = Schemas['RACI']
export type RoleView = Schemas['RoleView']
export type RungView = Schemas['RungView']
export type SourceFile = Schemas['SourceFile']
export type StartRequest = Schemas['StartRequest']
export type StepSummary = Schemas['StepSummary']
export type StepView = Schemas['StepView']
export type StreamEvent = Schemas['StreamEvent']
export type VoteView = Schemas['VoteView']
export type VoterView = Schemas['VoterView']
export type WaitingView = Schemas['WaitingView']

/** Page is one page of a list; next is the cursor of the following one. */
export interface Page<T> {
  items: T[]
  next?: string
  total?: number
}
