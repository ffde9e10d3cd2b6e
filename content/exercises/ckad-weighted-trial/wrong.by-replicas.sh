# fails: trial/share, trial/header, trial/named, end/cleared
# Pods of both versions behind one Service.
kubectl create deployment @{app}-next -n @{namespace} --image=gcr.io/google-samples/hello-app:2.0 --replicas=@{replicas}
kubectl patch deployment @{app}-next -n @{namespace} --type=json -p '[{"op":"add","path":"/spec/template/metadata/labels/side","value":"new"}]'
kubectl set image deployment/@{front} -n @{namespace} hello-app=gcr.io/google-samples/hello-app:2.0
sleep 40
