# fails: errors/lines
kubectl logs @{busy} -n @{namespace} --all-containers | grep @{words.bad} > /opt/answers/crash/errors.txt
