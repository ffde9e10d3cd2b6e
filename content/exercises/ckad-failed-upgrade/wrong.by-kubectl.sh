# fails: mend/deployed, mend/values
# The Deployment is mended, the release is not.
kubectl set image deployment/@{release}-podinfo -n @{namespace} '*=ghcr.io/stefanprodan/podinfo:@{to}'
kubectl set resources deployment/@{release}-podinfo -n @{namespace} --requests=memory=16Mi
kubectl rollout status deployment/@{release}-podinfo -n @{namespace} --timeout=60s
