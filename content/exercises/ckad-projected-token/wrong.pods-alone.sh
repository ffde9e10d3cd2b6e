# fails: without/account, by-hand/file
# The Pods of one Deployment get none, the account gives others theirs; a token of the usual length.
kubectl create serviceaccount @{account} -n @{namespace}
kubectl patch deployment @{web} -n @{namespace} -p '{"spec":{"template":{"spec":{"serviceAccountName":"@{account}","automountServiceAccountToken":false}}}}'
kubectl create token @{account} -n @{namespace} > /opt/answers/token/@{account}.jwt
kubectl rollout status deployment/@{web} -n @{namespace} --timeout=60s
sleep 5
