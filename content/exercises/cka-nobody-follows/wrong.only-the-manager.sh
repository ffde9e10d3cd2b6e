# fails: services/from-nodes, services/follows, services/everywhere
@{manager.mend}
sleep 90
