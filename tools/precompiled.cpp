// Empty: the build makes the precompiled header through it.
