/** A fault that keeps the cluster from having a controller. */
import type { Controller } from './controller.ts';
import { deactivate } from './controller-activity.ts';
import { membershipOf } from './memberships.ts';

export function stopController(controller: Controller): void {
  controller.isPrevented = true;
  deactivate(controller);
}

export function startController(controller: Controller): void {
  if (!controller.isPrevented) return;
  controller.isPrevented = false;
  membershipOf(controller).controllerAllowed(controller);
}
