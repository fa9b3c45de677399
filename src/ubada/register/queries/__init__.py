"""Every read of the register: the actor first, everything narrowed to what that actor may see."""
