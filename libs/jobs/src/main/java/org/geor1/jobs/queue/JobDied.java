package org.geor1.jobs.queue;

/**
 * Published within the transaction that moves a job to the dead letters. The rest of its group's jobs are cancelled;
 * whoever keeps the group decides what becomes of it.
 */
public record JobDied(String groupId, String cause) {}
