# fails: stowaway/gone
# Docker starts it again: it was told to, with --restart=always.
ssh node02 pkill -9 nc
sleep 5
