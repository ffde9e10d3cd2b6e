# fails: back/recorded, back/runs
helm rollback @{old} 1 -n @{shop}
sleep 20
