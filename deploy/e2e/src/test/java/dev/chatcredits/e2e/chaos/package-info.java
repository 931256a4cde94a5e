/**
 * Chaos: a load of chats on the local platform while its processes are killed, stopped and paused and its connections cut and
 * slowed, all by a seed; then everything is healed, and what clients saw is compared with what the ledger says.
 *
 * <p>{@link dev.chatcredits.e2e.chaos.Chaos} is the program ({@code deploy/chaos}), {@link dev.chatcredits.e2e.chaos.Trial} one
 * seed of it: a {@link dev.chatcredits.e2e.chaos.Script} of {@link dev.chatcredits.e2e.chaos.Ask}s and a {@link
 * dev.chatcredits.e2e.chaos.Schedule} of {@link dev.chatcredits.e2e.chaos.Fault}s, carried out on the {@link
 * dev.chatcredits.e2e.chaos.Rig}; {@link dev.chatcredits.e2e.chaos.Judge} compares.
 */
@NullMarked
package dev.chatcredits.e2e.chaos;

import org.jspecify.annotations.NullMarked;
