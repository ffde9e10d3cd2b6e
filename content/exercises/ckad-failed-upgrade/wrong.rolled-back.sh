# fails: mend/deployed, mend/values, remove/history
helm rollback @{release} 2 -n @{namespace}
helm uninstall @{old} -n @{namespace}
sleep 20
