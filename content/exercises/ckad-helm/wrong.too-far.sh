# fails: rollback/works, rollback/recorded
helm rollback @{down} 1 -n @{namespace}
sleep 40
