package org.geor1.jobs.queue;

/**
 * Published within the transaction that moves a job to the dead letters. The rest of its group's jobs are cancelled;
 * what becomes of the group itself is up to its owner.
 */
public record JobDied(String groupId, String cause) {}
