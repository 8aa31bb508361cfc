"""What somebody on call does about an incident from its page: pass it on, mute it, look what helped last time."""
