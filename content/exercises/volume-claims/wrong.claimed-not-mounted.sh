# fails: claim/survives
sed -e 's/name: demo/name: orders/' -e 's/Name: demo/Name: manual/' -e 's/500Mi/1Gi/' /root/claim.yaml | kubectl apply -n shop -f -
sleep 10
