#!/bin/bash
# A program on node01 dies and leaves something behind.
kubectl create configmap dump -n kube-public
ssh node01 'mkdir -p /var/log/dump; fallocate -l 18G /var/log/dump/core.4711'
sleep 30
