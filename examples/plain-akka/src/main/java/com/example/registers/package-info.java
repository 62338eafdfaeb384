/** Registers that are sharded over a cluster and kept in files: an application such as anybody may write with Akka alone. */
@NullMarked
package com.example.registers;

import org.jspecify.annotations.NullMarked;
