/**
 * What the commands do, each loaded when it is first used: most of it needs the SDK, whose loading takes longer than a `--help` or
 * the answer to a mistyped option should (0.88 s of CPU, 0.19 without).
 */
import type * as Acl from './doctor/acl';
import type * as Approve from './approve';
import type * as Dev from './dev/dev';
import type * as Doctor from './doctor/doctor';
import type * as Ledger from './ledger';
import type * as Locks from './locks';
import type * as New from './new/new';
import type * as OpenRun from './openRun';
import type * as Plan from './plan';
import type * as Replay from './replay';
import type * as Report from './report';
import type * as Runs from './runs';
import type * as Schedule from './schedule';
import type * as Serve from './serve';
import type * as Steer from './steer';

export const actions = {
  get acl() {
    return require('./doctor/acl') as typeof Acl;
  },
  get approve() {
    return require('./approve') as typeof Approve;
  },
  get dev() {
    return require('./dev/dev') as typeof Dev;
  },
  get doctor() {
    return require('./doctor/doctor') as typeof Doctor;
  },
  get ledger() {
    return require('./ledger') as typeof Ledger;
  },
  get locks() {
    return require('./locks') as typeof Locks;
  },
  get new() {
    return require('./new/new') as typeof New;
  },
  get openRun() {
    return require('./openRun') as typeof OpenRun;
  },
  get plan() {
    return require('./plan') as typeof Plan;
  },
  get replay() {
    return require('./replay') as typeof Replay;
  },
  get report() {
    return require('./report') as typeof Report;
  },
  get runs() {
    return require('./runs') as typeof Runs;
  },
  get schedule() {
    return require('./schedule') as typeof Schedule;
  },
  get serve() {
    return require('./serve') as typeof Serve;
  },
  get steer() {
    return require('./steer') as typeof Steer;
  },
};
