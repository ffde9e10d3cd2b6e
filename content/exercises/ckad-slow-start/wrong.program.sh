# fails: ready/same
kubectl get configmap @{web}-program -n @{namespace} -o json | jq '.data["server.py"] |= (gsub("time.sleep\\(.*\\)"; "time.sleep(0)") | gsub("NEEDS_HEADER = True"; "NEEDS_HEADER = False"))' | sed 's/X-Check: ready/nothing/' | kubectl replace -f -
kubectl rollout restart deployment/@{web} -n @{namespace}
sleep 30
