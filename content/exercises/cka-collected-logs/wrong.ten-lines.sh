# fails: everything/all-pods, recent/lines
# Ten lines of each, and of the last file too few.
cd /opt/answers/logs
kubectl logs -n @{namespace} -l @{label} --all-containers --prefix > all.txt
kubectl logs deployment/@{app}-small -n @{namespace} -c @{app}-small --tail=5 --timestamps > recent.txt
